package io.conpool.autoconfigure;

import io.conpool.H2ClientBuilder;

/**
 * Changes the builder that a client, its pool and its protocol handler are made of.
 * Called for every client before it starts, after its properties and the listener beans
 * were applied; several are called in their order. To be implemented for what no property
 * can say: an address resolver, a listener for one client alone.
 */
@FunctionalInterface
public interface H2ClientBuilderCustomizer {

	/**
	 * Changes the builder of any client.
	 * @param builder the builder, to be used only during the call
	 */
	void customize(H2ClientBuilder builder);

	/**
	 * Changes the builder of a client that is known by its name.
	 * @param client the client's name, with {@code ~} and a number behind it for
	 * connections that are kept apart from its other ones, as in
	 * {@link H2ClientRegistry#pools()}
	 * @param builder the builder, to be used only during the call
	 */
	default void customize(String client, H2ClientBuilder builder) {
		customize(builder);
	}

	/**
	 * A customizer for one client, the connections that are kept apart from its other
	 * ones included.
	 * @param name the client's name
	 * @param customizer what to do for it
	 * @return a customizer that leaves the other clients alone
	 */
	static H2ClientBuilderCustomizer forClient(String name, H2ClientBuilderCustomizer customizer) {
		return new OneClientCustomizer(name, customizer);
	}

}
