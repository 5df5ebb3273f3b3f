import { declareConnection } from "../../../kit/connection.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";

export const EmploymentContractConnection = declareConnection(
  EmploymentContract,
  "EmploymentContract",
  "employment contracts",
);
