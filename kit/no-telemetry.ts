/**
 * Turns off the metrics `@apollo/gateway` would send to its maker, and the cloud addresses it would probe for them. It
 * looks at this variable each time a gateway is made, so this module is imported by whatever makes one.
 */
process.env.APOLLO_TELEMETRY_DISABLED = "1";

export {};
