package io.conpool.call;

import java.util.List;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to calls. It is called on whatever thread leads the call, event
 * loops among them; it must not block and not throw.
 */
public interface CallListener {

	/**
	 * A call begins, before anything else happens to it. A call that a closed client
	 * refuses does not.
	 * @param request the request as it is sent first; {@link #onEnd} gets the same one
	 */
	default void onBegin(H2Request request) {
	}

	/**
	 * A call has ended, however it did: exactly once for each {@link #onBegin}, before
	 * the caller has the outcome. One whose response is streamed ends when all content
	 * has arrived, read or not, or when it is certain that it will not: it failed, the
	 * reader cancelled or closed it, left it unread, or a bound passed.
	 * @param request as in {@link #onBegin}
	 * @param status the status of the response that the caller gets; 0 for none
	 * @param error why there is no response, or not all of its content; null if there is
	 */
	default void onEnd(H2Request request, int status, @Nullable H2Error error) {
	}

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
		return new CallListeners(listeners);
	}

}
