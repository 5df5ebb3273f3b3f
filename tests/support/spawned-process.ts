export { freePorts, type SpawnedProcess, spawnProcess, untilReady } from "../../scripts/hub/spawned-process.ts";
