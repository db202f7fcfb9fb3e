package io.conpool.autoconfigure.testsupport;

import org.springframework.web.service.annotation.GetExchange;

/**
 * The client of another HTTP service group.
 */
public interface OtherGreetings {

	@GetExchange("/hello")
	String hello();

}
