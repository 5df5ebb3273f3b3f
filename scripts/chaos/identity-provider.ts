import { type DevelopmentIssuer, startDevelopmentIssuer } from "../development/issuer.ts";
import { DEVELOPMENT_AUDIENCE } from "../development/issuer-configuration.ts";
import { freePorts } from "../hub/spawned-process.ts";
import { openValve } from "./valve.ts";

/** The development issuer under the name of its valve, so that tokens and keys are found through it. */
export async function openIdentityProvider() {
  const [port] = await freePorts(1);
  const valve = await openValve(Number(port));
  const launch = (): Promise<DevelopmentIssuer> =>
    startDevelopmentIssuer({
      host: "127.0.0.1",
      port: Number(port),
      audience: DEVELOPMENT_AUDIENCE,
      isProduction: false,
      publicUrl: valve.url,
    });
  let issuer = await launch();
  return {
    valve,
    current: () => issuer,
    async rotate() {
      await issuer.close();
      issuer = await launch();
    },
    async close() {
      await valve.close();
      await issuer.close();
    },
  };
}
