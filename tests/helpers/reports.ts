// What other servers send back, written as they write it.

type Dsn = { to: string; status: string; action?: string; id?: string }

/** A report of a server (RFC 3464), as Postfix lays it out. */
export function dsn({ to, status, action = 'failed', id = 'x1' }: Dsn): string {
  return message(`To: ${to}
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Message-Id: <${id}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--b1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; salma@example.com
Original-Recipient: rfc822;salma@example.com
Action: ${action}
Status: ${status}
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550 ${status} mailbox unavailable

--b1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Subject: =?UTF-8?B?2KfZhNi52K/YryDYp9mE2KPZiNmE?=
From: morning@news.example

--b1--
`)
}

/** A complaint (RFC 5965). */
export function complaint(to: string): string {
  return message(`To: ${to}
From: feedback@isp.example
Subject: FW: complaint
Message-Id: <c1@isp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain; charset=us-ascii

This is an abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

Subject: x
From: morning@news.example

text

--b2--
`)
}

export function absence(to: string): string {
  return message(`To: ${to}
From: salma@example.com
Subject: =?UTF-8?B?2K7Yp9ix2Kwg2KfZhNmF2YPYqtio?=
Message-Id: <a1@example.com>
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

Back on Sunday. Status: 5.1.1
`)
}

function message(text: string): string {
  return text.replaceAll('\n', '\r\n')
}
