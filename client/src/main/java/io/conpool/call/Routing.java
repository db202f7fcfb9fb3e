package io.conpool.call;

import java.util.concurrent.CompletionStage;

import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where a request goes, where that is not what its URI says: to one of several
 * instances of a service, say, whose name is the URI's host. It is asked before every
 * attempt of a call, so that a request which one instance did not take can go to another.
 * An attempt that got no connection counts as a replay then. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface Routing {

	/**
	 * Chooses a route. It is called on the caller's thread for the first attempt, and on
	 * the client's callback executor for further ones; it should not block.
	 * @param request what is to be sent, its endpoint as its URI says
	 * @param failed the route of the attempt before, which failed, or null for the first
	 * attempt
	 * @return completes with the route, on any thread; what comes after the call's
	 * deadline, or when it was cancelled, is dropped. If it completes exceptionally, or
	 * this method throws, the call ends in {@link io.conpool.error.H2Error.NoRoute}; an
	 * {@link io.conpool.error.H2ClientException H2ClientException} that carries such an
	 * error is passed on
	 */
	CompletionStage<Route> route(H2Request request, @Nullable Route failed);

	/**
	 * Every request goes where its URI says.
	 * @return the default of a client, which costs nothing
	 */
	static Routing direct() {
		return DirectRouting.INSTANCE;
	}

}
