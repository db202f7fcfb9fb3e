package io.conpool.call;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one; what one throws does not reach the others, nor the call.
 * Immutable.
 */
final class CallListeners implements CallListener {

	private final List<CallListener> listeners;

	// For what every call tells: nothing is allocated on the way.
	private final CallListener[] each;

	CallListeners(List<CallListener> listeners) {
		this.listeners = List.copyOf(listeners);
		this.each = this.listeners.toArray(new CallListener[0]);
	}

	@Override
	public void onBegin(H2Request request) {
		for (CallListener listener : this.each) {
			try {
				listener.onBegin(request);
			}
			catch (RuntimeException | Error ex) {
				ForeignFault.report(ex);
			}
		}
	}

	@Override
	public void onEnd(H2Request request, int status, @Nullable H2Error error) {
		for (CallListener listener : this.each) {
			try {
				listener.onEnd(request, status, error);
			}
			catch (RuntimeException | Error ex) {
				ForeignFault.report(ex);
			}
		}
	}

	@Override
	public void onReplay(Endpoint endpoint, H2Error error) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onReplay(endpoint, error));
	}

	@Override
	public void onRetry(Endpoint endpoint, H2Error error) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onRetry(endpoint, error));
	}

	@Override
	public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
		ForeignFault.tellEach(this.listeners, (listener) -> listener.onUnread(endpoint, error));
	}

}
