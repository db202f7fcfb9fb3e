package io.conpool.test.autoconfigure.example;

import io.conpool.H2ClientBuilder;
import io.conpool.autoconfigure.H2ClientBuilderCustomizer;

import org.springframework.stereotype.Component;

/**
 * Adds a field to every request.
 */
@Component
class TenantHeader implements H2ClientBuilderCustomizer {

	@Override
	public void customize(H2ClientBuilder builder) {
		builder.defaultHeader("x-tenant", "7");
	}

}
