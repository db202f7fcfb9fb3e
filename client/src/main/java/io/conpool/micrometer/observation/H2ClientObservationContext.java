package io.conpool.micrometer.observation;

import io.conpool.http.H2Request;
import io.micrometer.observation.transport.RequestReplySenderContext;

/**
 * What an observation of one call knows: the request from the beginning, the head of the
 * response once it has arrived, and the error in which the call ended, if it did. Its
 * setter adds header fields to the request. Written by the threads that lead the call,
 * one after the other.
 */
public final class H2ClientObservationContext extends RequestReplySenderContext<OutgoingRequest, ResponseHead> {

	private final OutgoingRequest outgoing;

	/**
	 * Makes the context of a call that has not begun.
	 * @param request what is going to be sent
	 */
	public H2ClientObservationContext(H2Request request) {
		super((carrier, name, value) -> {
			if (carrier != null) {
				carrier.setHeader(name, value);
			}
		});
		this.outgoing = new OutgoingRequest(request);
		setCarrier(this.outgoing);
	}

	/**
	 * The request, with what the handlers have added to it.
	 * @return the request
	 */
	public H2Request request() {
		return this.outgoing.request();
	}

}
