package io.conpool;

import io.conpool.call.CallListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of responses that nobody reads: only the application's developers can mend that,
 * and the place in the message tells them where. Stateless.
 */
final class UnreadContentLogger implements CallListener {

	private static final Logger logger = LoggerFactory.getLogger(H2Client.class);

	@Override
	public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
		logger.warn("{}: {}", endpoint, error.message());
	}

}
