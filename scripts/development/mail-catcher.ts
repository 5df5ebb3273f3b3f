import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** One message as its reader would see it. */
export interface CaughtMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface MailCatcher {
  readonly smtpUrl: string;
  /** Everything caught so far, the oldest first. */
  readonly mails: readonly CaughtMail[];
  close(): Promise<void>;
}

/** A mail server of this machine alone that takes every message and delivers none: what the hub sends is looked at here. */
export async function startMailCatcher(onMail: (mail: CaughtMail) => void = () => {}): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      text(stream).then((raw) => {
        const mail = { to: session.envelope.rcptTo.map(({ address }) => address), ...readMail(raw) };
        mails.push(mail);
        onMail(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  // A client that goes away in the middle of a message is none of the hub's business.
  server.on("error", () => undefined);
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads what the hub writes: one part of text in base64, with a subject in ASCII. */
function readMail(raw: string): Pick<CaughtMail, "subject" | "text"> {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const subject = /^subject: (.*(?:\r\n[ \t].*)*)$/im.exec(head)?.[1]?.replaceAll(/\r\n[ \t]/g, " ") ?? "";
  return { subject, text: Buffer.from(body.join(""), "base64").toString() };
}
