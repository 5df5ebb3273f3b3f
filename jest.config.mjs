export default {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2023",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: "es6" },
      },
    ],
  },
  globalSetup: "<rootDir>/tests/support/global-setup.mjs",
  globalTeardown: "<rootDir>/tests/support/global-teardown.mjs",
  testTimeout: 90_000,
  // Modules of a finished file are never let go: one worker after another runs them, so that no heap grows with their number.
  workerIdleMemoryLimit: "1GB",
  // A leaked handle must never keep a finished run alive.
  forceExit: true,
};
