package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What makes one kind of server: its program, its configuration, its command line.
 * Immutable.
 */
interface ServerSpec {

	/** The names of the program, the usual one first. */
	String[] programs();

	/** The server's certificate, or null if it serves in cleartext. */
	@Nullable TestCertificate certificate();

	/**
	 * Writes the configuration of a server that stays in the foreground, writes its log
	 * to its standard output or error, and serves the directory {@code htdocs}.
	 * @param program the program as it was found
	 * @param directory all that the server may write to; {@code htdocs} is in it
	 * @param port where to listen, on 127.0.0.1
	 * @return the command line
	 */
	List<String> configure(Path program, Path directory, int port) throws IOException;

	/**
	 * The command that makes the running server replace its processes and connections
	 * gracefully, as for a new configuration.
	 * @param program the program as it was found
	 * @param directory as it was configured in
	 * @return the command line
	 */
	default List<String> reload(Path program, Path directory) throws IOException {
		throw new UnsupportedOperationException(this + " cannot be reloaded");
	}

}
