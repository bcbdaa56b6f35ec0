CREATE TABLE `chunks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` integer NOT NULL,
	`transport` text NOT NULL,
	`key` text NOT NULL,
	`called_at` integer,
	`content` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chunks_key_unique` ON `chunks` (`key`);--> statement-breakpoint
CREATE INDEX `chunks_issue` ON `chunks` (`issue_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`issue_id` integer NOT NULL,
	`subscriber_id` integer NOT NULL,
	`state` text NOT NULL,
	`chunk_id` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer DEFAULT 0 NOT NULL,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`provider_id` text,
	`error` text,
	`outcome` text,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`issue_id`, `subscriber_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `deliveries_state` ON `deliveries` (`issue_id`,`state`,`due_at`,`subscriber_id`);--> statement-breakpoint
CREATE INDEX `deliveries_chunk` ON `deliveries` (`chunk_id`) WHERE chunk_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_subscriber` ON `deliveries` (`subscriber_id`,`issue_id`);--> statement-breakpoint
CREATE TABLE `issues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`newsletter_id` integer NOT NULL,
	`number` integer,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`error` text,
	`title` text NOT NULL,
	`intro` text DEFAULT '' NOT NULL,
	`markdown` text DEFAULT '' NOT NULL,
	`items` text DEFAULT '[]' NOT NULL,
	`considered_to` integer DEFAULT 0 NOT NULL,
	`slot_at` integer,
	`sends_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`frozen_to` integer DEFAULT 0 NOT NULL,
	`frozen_at` integer,
	`finished_at` integer,
	`audience` integer DEFAULT 0 NOT NULL,
	`sent` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`uncertain` integer DEFAULT 0 NOT NULL,
	`dropped` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_number` ON `issues` (`newsletter_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_slot` ON `issues` (`newsletter_id`,`slot_at`);--> statement-breakpoint
CREATE INDEX `issues_latest` ON `issues` (`newsletter_id`,`id`);--> statement-breakpoint
CREATE TABLE `mail_events` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`issue_id` integer,
	`subscriber_id` integer,
	`detail` text DEFAULT '' NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_events_received` ON `mail_events` (`received_at`);--> statement-breakpoint
CREATE INDEX `mail_events_subscriber` ON `mail_events` (`subscriber_id`);--> statement-breakpoint
CREATE TABLE `rates` (
	`name` text PRIMARY KEY NOT NULL,
	`full_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `subscriber_days` (
	`newsletter_id` integer NOT NULL,
	`day` integer NOT NULL,
	`subscribers` integer NOT NULL,
	PRIMARY KEY(`newsletter_id`, `day`)
);
--> statement-breakpoint
ALTER TABLE `newsletters` ADD `source_ids` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `kind` text DEFAULT 'digest' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `state` text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `items` integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `min_items` integer DEFAULT 3 NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `intro` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `sender_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `sender_email` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `postal_address` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `when_uncertain` text DEFAULT 'skip' NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `considered_to` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `next_number` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `newsletters` ADD `next_at` integer;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `paused_until` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `subscribers` ADD `suppression` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `subscribers_unhashed` ON `subscribers` (`id`) WHERE suppression = '';--> statement-breakpoint
ALTER TABLE `subscriptions` ADD `considered_to` integer DEFAULT 0 NOT NULL;