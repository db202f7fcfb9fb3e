package io.conpool.autoconfigure;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.transport.TlsConfig;
import org.jspecify.annotations.Nullable;

/**
 * The client that {@code conpool.h2} itself configures. Its parts are beans, and each may
 * be the application's own instead; those that were made here are known here, since only
 * they may be stopped and made anew. Each field is written once, when its bean is made.
 */
final class DefaultClient {

	private final ClientBuilders builders;

	private volatile @Nullable H2ClientBuilder builder;

	private volatile @Nullable HttpProtocolHandler handler;

	private volatile @Nullable Conpool<HttpConnection> pool;

	private volatile @Nullable H2Client client;

	DefaultClient(ClientBuilders builders) {
		this.builders = builders;
	}

	H2ClientBuilder makeBuilder() {
		H2ClientBuilder made = this.builders.builder(H2ClientRegistry.DEFAULT, H2ClientRegistry.DEFAULT);
		this.builder = made;
		return made;
	}

	HttpProtocolHandler makeHandler(H2ClientBuilder from) {
		HttpProtocolHandler made = from.protocolHandler();
		this.handler = made;
		this.builders.settings().onTlsUpdate(H2ClientRegistry.DEFAULT, this::updateTls);
		return made;
	}

	private void updateTls(TlsConfig tls) {
		RestartableClient restartable = restartable();
		HttpProtocolHandler first = this.handler;
		if (restartable != null) {
			restartable.updateTls(tls);
		}
		else if (first != null) {
			first.updateTls(tls);
		}
	}

	Conpool<HttpConnection> makePool(H2ClientBuilder from, HttpProtocolHandler over) {
		Conpool<HttpConnection> made = from.pool(over, over.scheduler());
		this.pool = made;
		return made;
	}

	H2Client makeClient(H2ClientBuilder from, Conpool<HttpConnection> over, HttpProtocolHandler with) {
		H2Client made = from.client(over, with.scheduler());
		if (over == this.pool && with == this.handler) {
			made = new RestartableClient(H2ClientRegistry.DEFAULT, new RunningClient(made, over, with),
					() -> newBuilder(from, H2ClientRegistry.DEFAULT));
		}
		this.client = made;
		return made;
	}

	/** The client that was made here, or null if it is the application's own. */
	@Nullable H2Client client() {
		return this.client;
	}

	/** The same, or null if it cannot be stopped and started. */
	@Nullable RestartableClient restartable() {
		return (this.client instanceof RestartableClient restartable) ? restartable : null;
	}

	/** Whether it is the properties that say how the client is built. */
	boolean isBuiltHere(@Nullable H2ClientBuilder bean) {
		return bean == null || bean == this.builder;
	}

	/**
	 * A builder for more than one client: the same client again, or a variant of it.
	 * @param bean the builder that is the bean, or null if there is none
	 * @param name how customizers know the client
	 * @return a new builder
	 */
	H2ClientBuilder newBuilder(@Nullable H2ClientBuilder bean, String name) {
		return (bean == null || isBuiltHere(bean)) ? this.builders.builder(H2ClientRegistry.DEFAULT, name)
				: bean.copy().resources(this.builders.threads().get());
	}

}
