package io.conpool.autoconfigure;

import io.conpool.H2ClientBuilder;
import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.error.InvalidSettingException;
import io.conpool.pool.PoolListener;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the builders of all clients: from their settings, the threads that they share,
 * the listeners, and at last the customizers. Safe for use by several threads.
 *
 * @param settings the settings of all clients
 * @param threads the threads that they share
 * @param poolListeners told of all pools
 * @param connectionListeners told of all connections
 * @param callListeners told of all calls
 * @param customizers asked last
 */
record ClientBuilders(ClientSettings settings, SharedThreads threads, ObjectProvider<PoolListener> poolListeners,
		ObjectProvider<H2ConnectionListener> connectionListeners, ObjectProvider<CallListener> callListeners,
		ObjectProvider<H2ClientBuilderCustomizer> customizers) {

	/**
	 * Makes a builder.
	 * @param client whose settings are applied
	 * @param name by which customizers know the pool: the client's, or that of
	 * connections of its which are kept apart
	 * @return a new builder
	 * @throws InvalidSettingException if a setting cannot be had
	 */
	H2ClientBuilder builder(String client, String name) {
		H2ClientBuilder builder = this.settings.builder(client).resources(this.threads.get());
		this.poolListeners.orderedStream().forEach(builder::poolListener);
		this.connectionListeners.orderedStream().forEach(builder::connectionListener);
		this.callListeners.orderedStream().forEach(builder::callListener);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

}
