package io.conpool.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a start that failed since a client has no connections, though they are
 * required.
 */
final class WarmUpFailureAnalyzer extends AbstractFailureAnalyzer<WarmUpFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WarmUpFailedException cause) {
		String prefix = cause.client().equals(H2ClientRegistry.DEFAULT) ? "conpool.h2."
				: "conpool.h2.clients." + cause.client() + ".";
		Throwable last = cause.getCause();
		return new FailureAnalysis(
				String.format(
						"The HTTP/2 client '%s' could not be connected to %s within %s, which '%swarm-up' requires:"
								+ "%n%n    Last error: %s",
						cause.client(), cause.endpoint(), cause.timeout(), prefix,
						(last != null) ? last.getMessage() : "none, the first attempt is still under way"),
				String.format("Check that the server is up and reachable from here, and that '%sbase-url' is right. "
						+ "If it takes longer to start, raise '%swarm-up-timeout'; "
						+ "if the application can do without it for a while, set '%swarm-up' to 'wait' or 'background'.",
						prefix, prefix, prefix),
				cause);
	}

}
