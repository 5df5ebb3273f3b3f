/** The one client of the development issuer: public, on the loopback interface, any port. */
export const DEVELOPMENT_CLIENT = "passerelle-development";

/** Grant with which a command line gets a token for a cast member: `person` is her name. */
export const DEVELOPMENT_GRANT = "urn:passerelle:grant:development";
