package io.conpool.autoconfigure;

import io.conpool.H2ClientBuilder;

/**
 * Customizes the builder of one client alone. Immutable.
 *
 * @param name the client's name
 * @param customizer what to do for it
 */
record OneClientCustomizer(String name, H2ClientBuilderCustomizer customizer) implements H2ClientBuilderCustomizer {

	@Override
	public void customize(H2ClientBuilder builder) {
		// Whose builder it is must be known.
	}

	@Override
	public void customize(String client, H2ClientBuilder builder) {
		if (client.equals(this.name) || client.startsWith(this.name + ClientVariants.SEPARATOR)) {
			this.customizer.customize(client, builder);
		}
	}

}
