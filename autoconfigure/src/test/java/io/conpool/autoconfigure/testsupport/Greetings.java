package io.conpool.autoconfigure.testsupport;

import org.springframework.web.service.annotation.GetExchange;

/**
 * The client of an HTTP service group.
 */
public interface Greetings {

	@GetExchange("/hello")
	String hello();

	@GetExchange("/silent")
	String silence();

}
