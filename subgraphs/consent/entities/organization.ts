import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

export enum OrganizationKind {
  SOCIAL_SERVICE = "SOCIAL_SERVICE",
  HEALTH_ACCESS_ASSOCIATION = "HEALTH_ACCESS_ASSOCIATION",
  INSERTION_SERVICE = "INSERTION_SERVICE",
  SOFTWARE_PARTNER = "SOFTWARE_PARTNER",
  HUB_OPERATOR = "HUB_OPERATOR",
}
registerEnumType(OrganizationKind, {
  name: "OrganizationKind",
  description: "What an organisation does in the hub.",
  valuesConfig: {
    SOCIAL_SERVICE: { description: "A social service, such as a medico-social centre (CMS)." },
    HEALTH_ACCESS_ASSOCIATION: { description: "An association that brings people to care." },
    INSERTION_SERVICE: { description: "A service that holds employment contracts." },
    SOFTWARE_PARTNER: { description: "A partner that builds clients of the hub." },
    HUB_OPERATOR: { description: "The operator of the hub and keeper of the consent registry." },
  },
});

@Public("Organisations are not people.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "An organisation that takes part in the hub." })
@Entity({ tableName: "organization" })
export class Organization {
  @Field(() => ID, { description: "Opaque identifier of the organisation." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Field(() => String, { nullable: true, description: "Name as its partners know it." })
  @Property({ type: "text" })
  name!: string;

  @Field(() => OrganizationKind, { nullable: true, description: "What it does in the hub." })
  @Property({ type: "text" })
  kind!: OrganizationKind;

  @Field(() => String, { nullable: true, description: "Code of the département where it works, for example 25." })
  @Property({ type: "text", nullable: true })
  departmentCode!: string | null;

  @Field(() => String, { nullable: true, description: "Postal address to write to about the protection of data." })
  @Property({ type: "text", nullable: true })
  postalAddress?: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address to write to about the protection of data." })
  @Property({ type: "text", nullable: true })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number to call about the protection of data." })
  @Property({ type: "text", nullable: true })
  phone?: string | null;
}
