package io.conpool.autoconfigure;

import java.util.Map;
import java.util.Set;

import io.conpool.H2Client;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;

/**
 * All clients of an application by their names: {@link #DEFAULT}, and those below
 * {@code conpool.h2.clients}. Each has its own pool of connections. They are started at
 * their first use, so that one that is not used costs nothing, and closed with the
 * application context. Safe for use by several threads.
 */
public interface H2ClientRegistry {

	/** Name of the client that {@code conpool.h2} itself configures. */
	String DEFAULT = "default";

	/**
	 * The names of all clients, whether they have been started or not.
	 * @return {@link #DEFAULT}, then the others as they are configured; unmodifiable
	 */
	Set<String> names();

	/**
	 * A client, as it is injected by {@code @Qualifier} and its name.
	 * @param name its name
	 * @return the same client at each call; not to be closed by the caller
	 * @throws IllegalArgumentException if there is no client of this name; the message
	 * lists the names that there are
	 */
	H2Client client(String name);

	/**
	 * A client for use below another one, which observes the calls itself: what
	 * {@link H2ClientDecorator} beans add to {@link #client} is not there.
	 * @param name the client's name
	 * @param variant what distinguishes its connections. {@link ConnectionVariant#NONE}
	 * stands for those that {@link #client} uses, too; each other variant has a pool of
	 * its own, with the settings of the named client in other respects
	 * @return the same client for equal variants as long as somebody holds it; its
	 * connections are closed when nobody does any more, and with the application context.
	 * Not to be closed by the caller
	 * @throws IllegalArgumentException if there is no client of this name
	 * @throws io.conpool.error.InvalidSettingException if the variant cannot be had
	 */
	H2Client plainClient(String name, ConnectionVariant variant);

	/**
	 * The pools of the clients that run.
	 * @return a snapshot by client name, with the variants of a client behind it, by its
	 * name, {@code ~} and a number, as in {@code orders~1}
	 */
	Map<String, Conpool<HttpConnection>> pools();

}
