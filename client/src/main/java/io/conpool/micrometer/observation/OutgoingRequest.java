package io.conpool.micrometer.observation;

import io.conpool.http.H2Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request before it is sent, to which an observation's handlers may add header fields:
 * the context of a trace, say. Confined to the thread that begins the call, until it is
 * sent.
 */
public final class OutgoingRequest {

	private static final Logger logger = LoggerFactory.getLogger(OutgoingRequest.class);

	private H2Request request;

	OutgoingRequest(H2Request request) {
		this.request = request;
	}

	/**
	 * The request as it is at present.
	 * @return the request
	 */
	public H2Request request() {
		return this.request;
	}

	/**
	 * Puts a field in place of all that the request has of this name. One that must not
	 * be sent (RFC 9113 section 8.2) is left out: a trace is not worth a call.
	 * @param name the name
	 * @param value the value
	 */
	public void setHeader(String name, String value) {
		try {
			this.request = this.request.withHeaderReplaced(name, value);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("not propagated: {}", ex.getMessage());
		}
	}

}
