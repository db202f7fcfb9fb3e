package io.conpool.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The server that is called.
 */
@RestController
class Upstream {

	@GetMapping("/hello")
	String hello() {
		return "Hello";
	}

}
