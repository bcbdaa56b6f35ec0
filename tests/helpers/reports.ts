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

/** A report whose second part is given: its type, its headers' rest and its fields. */
function report(to: string, fields: string, { type = 'message/delivery-status', encoding = '' } = {}): string {
  const content = encoding === 'base64' ? btoa(fields) : fields
  return message(`To: ${to}
From: postmaster@mx.example
Subject: Delivery failure
Message-ID: <r1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type="${type.replace('message/', '')}";
	boundary="b3"

--b3
Content-Type: text/plain; charset="utf-8"

Your message could not be delivered. Status: 2.0.0
--b3
Content-Type: ${type}${encoding && `\nContent-Transfer-Encoding: ${encoding}`}

${content}
--b3--
`)
}

/** How servers of other makes lay out what Postfix says in `dsn`; each with what it means. */
export const layouts: Record<string, { raw: (to: string) => string; kind: string; detail: string }> = {
  'Exchange, of a mailbox that is not there': {
    raw: (to) =>
      report(
        to,
        `Reporting-MTA: dns;EX01.corp.example
Received-From-MTA: dns;mx.corp.example
Arrival-Date: Tue, 24 Nov 2026 09:00:01 +0000

Final-Recipient: rfc822;salma@example.com
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient
 not found by SMTP address lookup
X-Display-Name: Salma
`,
      ),
    kind: 'hard',
    detail: '5.1.10',
  },
  'Exim, which leaves the status general': {
    raw: (to) =>
      report(
        to,
        `Reporting-MTA: dns; mx.example

Action: failed
Final-Recipient: rfc822;salma@example.com
Status: 5.0.0
Remote-MTA: dns; mail.example.com
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach
 550-5.1.1 does not exist
`,
      ),
    kind: 'hard',
    detail: '5.1.1',
  },
  'Exim, of a refusal without a code': {
    raw: (to) =>
      report(
        to,
        `Reporting-MTA: dns; mx.example

Action: failed
Final-Recipient: rfc822;salma@example.com
Status: 5.0.0
Diagnostic-Code: smtp; 550 Blocked, see 5.1.1.7
`,
      ),
    kind: 'soft',
    detail: '5.0.0',
  },
  'Gmail, of a full mailbox, with the domain it asked': {
    raw: (to) =>
      report(
        to,
        `Reporting-MTA: dns; googlemail.com
Arrival-Date: Tue, 24 Nov 2026 01:00:01 -0800 (PST)
X-Original-Message-ID: <1.abc@news.example>

Final-Recipient: rfc822; salma@example.com
Action: failed
Status: 5.2.2
Remote-MTA: dns; mail.example.com. (192.0.2.1, the server for the domain.)
Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is
    over quota.
Last-Attempt-Date: Tue, 24 Nov 2026 01:00:02 -0800 (PST)
`,
      ),
    kind: 'soft',
    detail: '5.2.2',
  },
  'a server that gave up after days': {
    raw: (to) =>
      report(
        to,
        'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@example.com\nAction: FAILED\nStatus: 4.4.7\n',
      ),
    kind: 'soft',
    detail: '4.4.7',
  },
  'a server that writes in base64': {
    raw: (to) =>
      report(
        to,
        'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.2\n',
        {
          encoding: 'base64',
        },
      ),
    kind: 'hard',
    detail: '5.1.2',
  },
  'a server whose people have emails in Arabic': {
    raw: (to) =>
      report(
        to,
        'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: utf-8; سلمى@مثال.example\nAction: failed\nStatus: 5.1.1 (لا يوجد صندوق)\n',
        { type: 'message/global-delivery-status', encoding: '8bit' },
      ),
    kind: 'hard',
    detail: '5.1.1',
  },
}

function message(text: string): string {
  return text.replaceAll('\n', '\r\n')
}
