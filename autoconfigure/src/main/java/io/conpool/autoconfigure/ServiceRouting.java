package io.conpool.autoconfigure;

import io.conpool.call.Routing;
import io.conpool.pool.Conpool;

/**
 * Routes the requests of clients whose base URL is {@code lb://} and the name of a
 * service. There is a bean of this type where Spring Cloud LoadBalancer is; one of the
 * application's own goes before it.
 */
@FunctionalInterface
public interface ServiceRouting {

	/**
	 * The routing of one client.
	 * @param service the service's name as the base URL has it. It stands for the host in
	 * the URIs of requests, as in {@code http://orders/path}; what goes to another origin
	 * is not the service's
	 * @param pool the client's connections
	 * @return a routing for as long as the client runs
	 */
	Routing of(String service, Conpool<?> pool);

}
