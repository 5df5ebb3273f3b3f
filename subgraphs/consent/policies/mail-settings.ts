/** How mail leaves the hub. */
export interface MailSettings {
  /** The mail server, as `smtp://user:password@host:587`. */
  readonly smtpUrl: string;
  /** The address it is sent from. */
  readonly from: string;
  /** Where its readers open their inbox. */
  readonly hubUrl: string;
  /** Milliseconds between two looks at what is due; a minute unless given. */
  readonly everyMs?: number;
}
