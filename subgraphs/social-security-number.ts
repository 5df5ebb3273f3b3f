import { ValidateBy } from "class-validator";

/** The thirteen or fifteen characters of a French social security number (NIR, INS), written together or apart. */
const SOCIAL_SECURITY_NUMBER =
  /(?<!\d)[1-478][\s.-]?\d{2}[\s.-]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s.-]?(?:\d{2}|2[AB])[\s.-]?\d{3}[\s.-]?\d{3}(?:[\s.-]?\d{2})?(?!\d)/i;

/** Whether a text holds what can be read as a social security number; the hub stores none, wherever it is written. */
export const holdsSocialSecurityNumber = (text: string): boolean => SOCIAL_SECURITY_NUMBER.test(text);

/** Refuses an input text that holds one; the name of the rule is what the client reads. */
export const NoSocialSecurityNumber = (): PropertyDecorator =>
  ValidateBy({
    name: "mustHoldNoSocialSecurityNumber",
    validator: { validate: (text) => typeof text !== "string" || !holdsSocialSecurityNumber(text) },
  });
