import { parseArgs } from "node:util";
import { fetchToken } from "./development/fetch-token.ts";
import { DEVELOPMENT_ISSUER_URL } from "./development/issuer-configuration.ts";
import { createAsk, type HubAddress } from "./journey/hub-client.ts";
import { mainJob, newStory } from "./journey/main-job.ts";
import { play, WrongAnswer } from "./journey/steps.ts";

const USAGE = `npm run journey [-- OPTIONS]   plays the main job over HTTP, one line a step, and fails at the first wrong answer

  --url URL      the hub to ask, for example http://localhost:4000; without it a hub of its own is opened and thrown away
  --issuer URL   the development sign-in of that hub (${DEVELOPMENT_ISSUER_URL})
  --help         this text
`;

const tell = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      issuer: { type: "string", default: DEVELOPMENT_ISSUER_URL },
      help: { type: "boolean" },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  if (values.url) {
    const endpoint = new URL("/graphql", values.url).href;
    return playMainJob({ endpoint, tokenOf: (name) => fetchToken(values.issuer, name) });
  }
  // Loaded only when needed: a journey to a hub that runs already starts in a moment.
  const { visitOwnHub } = await import("./journey/own-hub.ts");
  await visitOwnHub(playMainJob);
}

async function playMainJob(hub: HubAddress): Promise<void> {
  await play(mainJob, newStory(createAsk(hub)), tell);
  tell("Every answer was right.");
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    process.stderr.write(
      `${error instanceof WrongAnswer ? message : `The journey stopped: ${cause?.code ?? message}`}\n`,
    );
    process.exit(1);
  },
);
