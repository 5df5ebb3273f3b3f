import jest from "./jest.config.mjs";

/**
 * Mutants of what decides and enforces, against the tests of it that need no database. The statement that decides is
 * SQL, which no tool mutates: `tests/subgraphs/consent/decision-mutants.test.ts` does. `npm run mutants` runs both.
 */
export default {
  testRunner: "jest",
  testRunnerNodeArgs: ["--experimental-vm-modules", "--no-warnings"],
  jest: {
    config: {
      ...jest,
      globalSetup: undefined,
      globalTeardown: undefined,
      testMatch: [
        "<rootDir>/tests/kit/{enforcement,protect-schema}.test.ts",
        "<rootDir>/tests/subgraphs/consent/consent-state.test.ts",
      ],
    },
  },
  coverageAnalysis: "perTest",
  // It would be read by the compiler this tool knows, which is older than ours; the tests need none.
  tsconfigFile: "no-tsconfig.json",
  mutate: [
    "kit/{enforcement,protect-schema,operation-rules,rule-directive,decision,decision-client}.ts",
    "subgraphs/protection.ts",
    "subgraphs/consent/policies/consent-state.ts",
  ],
  incremental: true,
  concurrency: 2,
  reporters: ["clear-text", "progress"],
  thresholds: { high: 100, low: 95, break: 90 },
};
