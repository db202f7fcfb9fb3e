package io.conpool.autoconfigure;

import io.conpool.H2Client;

/**
 * Puts something around every client that the application calls itself: an observation of
 * its calls, for example. Beans of this type are asked once per client, at the latest at
 * its first use, in their order, each with what the one before has returned. Clients
 * below Spring's own ({@link H2ClientRegistry#plainClient}) are not decorated.
 */
@FunctionalInterface
public interface H2ClientDecorator {

	/**
	 * Decorates a client.
	 * @param name the client's name
	 * @param client the client
	 * @return what is used in its place; closing it closes the client
	 */
	H2Client decorate(String name, H2Client client);

}
