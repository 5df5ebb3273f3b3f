import { setTimeout as pause } from "node:timers/promises";
import type { EntityManager } from "@mikro-orm/postgresql";
import { createTransport } from "nodemailer";
import type { Logger } from "pino";
import type { MailSettings } from "../policies/mail-settings.ts";
import { forgetMail, putOffMail, takeMail } from "../repositories/mail.ts";
import { prepareDigest } from "./prepare-digest.ts";

const EVERY_MS = 60_000;
const SMTP_TIMEOUT_MS = 10_000;

/**
 * Prepares the digests that are due and sends what is queued, round after round, until it is stopped. Every copy of the
 * registry runs it; each digest and each message is one copy's alone while it is being dealt with. A mail server that is
 * away is asked again later; its answers name addresses and stay out of the log.
 */
export function keepMail(fork: () => EntityManager, settings: MailSettings, logger: Logger): { stop(): Promise<void> } {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  const transport = createTransport({ url: settings.smtpUrl, ...timeouts });
  const stopping = new AbortController();
  const { signal } = stopping;
  const sendOne = () =>
    fork().transactional(async (em) => {
      const mail = await takeMail(em);
      if (!mail) return false;
      const { address: to, subject, text } = mail;
      const isSent = await transport.sendMail({ from: settings.from, to, subject, text, textEncoding: "base64" }).then(
        () => true,
        () => false,
      );
      if (isSent) await forgetMail(em, mail);
      else if (await putOffMail(em, mail)) logger.error("a message was given up: no mail server took it");
      else logger.warn("a message was not taken by the mail server; it is sent again later");
      return true;
    });
  const round = async () => {
    while (!signal.aborted && (await prepareDigest(fork(), settings.hubUrl)));
    while (!signal.aborted && (await sendOne()));
  };
  const run = async () => {
    while (!signal.aborted) {
      // A database that is away, or not migrated yet, is asked again in the next round.
      await round().catch((error: unknown) => logger.warn({ err: error }, "no mail leaves now"));
      await pause(settings.everyMs ?? EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const life = run();
  return {
    async stop() {
      stopping.abort();
      await life;
      transport.close();
    },
  };
}
