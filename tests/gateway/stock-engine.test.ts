// The hub keeps every promise with the planner's own executor as with ours: the same tests, run with the other.
process.env.TEST_ENGINE = "stock";
await import("./answer-contract.test.ts");
await import("./hot-reload.test.ts");
await import("./limits.test.ts");
