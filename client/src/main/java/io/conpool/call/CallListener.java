package io.conpool.call;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2Error;

/**
 * Hears what happens to calls. It is called on whatever thread leads the call, event
 * loops among them; it must not block and not throw.
 */
public interface CallListener {

	/**
	 * A request that the server cannot have processed is sent again.
	 * @param endpoint where to
	 * @param error what ended the attempt before
	 */
	default void onReplay(Endpoint endpoint, H2Error error) {
	}

	/**
	 * A request of an idempotent method is going to be sent again that the server may
	 * have processed.
	 * @param endpoint where to
	 * @param error what ended the attempt before
	 */
	default void onRetry(Endpoint endpoint, H2Error error) {
	}

	/**
	 * The content of a streamed response was not read for too long, and its stream is
	 * given up. It is a fault of the application that keeps streams from others.
	 * @param endpoint where the response came from
	 * @param error the limit, and where the application obtained the response
	 */
	default void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
	}

	/**
	 * Tells any number of listeners, in their order; what one throws does not reach the
	 * others, but the thread's handler of uncaught exceptions.
	 * @param listeners the listeners
	 * @return one that stands for all
	 */
	static CallListener all(List<CallListener> listeners) {
		List<CallListener> copy = List.copyOf(listeners);
		return new CallListener() {
			@Override
			public void onReplay(Endpoint endpoint, H2Error error) {
				ForeignFault.tellEach(copy, (listener) -> listener.onReplay(endpoint, error));
			}

			@Override
			public void onRetry(Endpoint endpoint, H2Error error) {
				ForeignFault.tellEach(copy, (listener) -> listener.onRetry(endpoint, error));
			}

			@Override
			public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
				ForeignFault.tellEach(copy, (listener) -> listener.onUnread(endpoint, error));
			}
		};
	}

}
