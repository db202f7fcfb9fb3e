package io.conpool.call;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * Where one attempt of a call goes. It hears of that attempt's beginning and end, on
 * whatever thread leads the call, event loops among them: it must not block and not
 * throw. A route may be given out any number of times.
 */
@FunctionalInterface
public interface Route {

	/**
	 * The endpoint whose connections are used; {@code :scheme} and {@code :authority} are
	 * its, too.
	 * @return the endpoint
	 */
	Endpoint endpoint();

	/**
	 * An attempt begins: it asks for a connection.
	 */
	default void onBegin() {
	}

	/**
	 * The attempt has ended; once for each beginning. For a response whose content is
	 * streamed that is when the content has arrived, has failed, or is no longer wanted.
	 * @param status the response's status; 0 if its head has not arrived
	 * @param error why there is no whole response: {@link H2Error.Cancelled} if the
	 * caller gave up; null if there is one
	 */
	default void onEnd(int status, @Nullable H2Error error) {
	}

}
