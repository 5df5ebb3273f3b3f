/**
 * Who asks, as vouched for by the gateway. Every field comes from a verified token or from the registry, never from a client.
 * A viewer acts either for one organization or as a data subject (whom records are about), never as both.
 */
export interface Viewer {
  /** Stable identity: `<issuer alias>|<OpenID Connect sub>`. */
  readonly subject: string;
  /** Hub id of the organization the viewer acts for; null when she acts for none. */
  readonly organization: string | null;
  /** Roles held in that organization, read from the registry for this very request. */
  readonly roles: readonly string[];
  /** Hub id under which records speak about the viewer herself; null for a professional. */
  readonly dataSubject: string | null;
  /** The application through which the viewer asks (OAuth `client_id`). */
  readonly application: string;
}
