package io.conpool.endpoint;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds the addresses of a host. It is asked anew for every dial; what may be kept, and
 * for how long, is its own affair.
 */
@FunctionalInterface
public interface AddressResolver {

	/**
	 * Resolves a host without blocking the caller.
	 * @param host a name or an IP address literal, as in {@link Endpoint#host()}
	 * @return completes with the addresses in order of preference, at least one, or with
	 * an exception; on any thread
	 */
	CompletionStage<List<InetAddress>> resolve(String host);

}
