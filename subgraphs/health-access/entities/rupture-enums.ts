import { ruptureActions, ruptureKinds } from "../policies/rupture-words.ts";
import { closedEnum } from "./closed-enum.ts";

export const RuptureKindEnum = closedEnum(
  "RuptureKind",
  "Why the thread of a health support risks breaking.",
  ruptureKinds,
);
export const RuptureActionEnum = closedEnum(
  "RuptureAction",
  "What an association does next about a support that risks breaking.",
  ruptureActions,
);
