/**
 * The command line of the server, its port and folder aside. The log keeps no statement, value or detail of one
 * (they may be personal): only what the server says of its own life. `settings` of the caller win.
 */
export function serverArguments(settings: Record<string, string>): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    ...settings,
  };
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
