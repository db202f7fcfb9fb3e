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
		};
	}

}
