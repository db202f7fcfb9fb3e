package io.conpool.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Starts the {@link Upstream} on HTTP/2 over TLS, calls it with the {@link Caller}, and
 * goes on running, so that the actuator can be looked at.
 */
@SpringBootApplication(proxyBeanMethods = false)
@ImportHttpServices(group = "greetings", types = Greetings.class)
public class SampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
