package io.conpool.sample;

import java.net.URI;

import org.springframework.web.service.annotation.GetExchange;

/**
 * The {@link Upstream} as an interface: Spring makes the client, and the property
 * {@code conpool.h2.http-service-groups} has it send over the pool.
 */
interface Greetings {

	/**
	 * Gets a greeting.
	 * @param uri where; with a fixed upstream, a base URL in the properties says it
	 * @return the greeting
	 */
	@GetExchange
	String hello(URI uri);

}
