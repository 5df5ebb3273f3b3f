import { afterAll, beforeAll, describe } from "@jest/globals";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { playStoredOperations } from "./support/play-stored-operations.ts";

describe("played against a running hub, every stored operation", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openTestHub({ withDirectory: true });
  });
  afterAll(() => hub?.close());
  playStoredOperations((...question) => hub.ask(...question));
});
