import { registerEnumType } from "type-graphql";

/** Whether an offer can take somebody now. */
export enum Capacity {
  AVAILABLE = "AVAILABLE",
  WAITING_LIST = "WAITING_LIST",
  FULL = "FULL",
}

registerEnumType(Capacity, {
  name: "Capacity",
  description: "Whether an offer can take somebody now.",
  valuesConfig: {
    AVAILABLE: { description: "There is a place now." },
    WAITING_LIST: { description: "There is a waiting list." },
    FULL: { description: "Nobody can be taken, not even on a waiting list." },
  },
});
