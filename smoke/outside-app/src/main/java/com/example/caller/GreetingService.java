package com.example.caller;

import org.springframework.web.service.annotation.GetExchange;

/**
 * The upstream as an interface; Spring makes the client.
 */
interface GreetingService {

	@GetExchange("/greeting")
	String greeting();

}
