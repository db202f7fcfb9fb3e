package io.conpool.autoconfigure;

import java.util.Arrays;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The beans that the default client consists of, whoever has made them; looked up when
 * they are asked for, since they are made after the registry. Safe for use by several
 * threads.
 *
 * @param beanFactory has the beans
 */
record DefaultClientBeans(ConfigurableListableBeanFactory beanFactory) {

	private static final ResolvableType POOL = ResolvableType.forClassWithGenerics(Conpool.class, HttpConnection.class);

	/** The client that is injected where no name is given. */
	H2Client client() {
		return this.beanFactory.getBean(H2Client.class);
	}

	/** The client's builder, or null if there is none, or more than one. */
	@Nullable H2ClientBuilder builder() {
		return this.beanFactory.getBeanProvider(H2ClientBuilder.class).getIfUnique();
	}

	/** The pool, or null if it has not been made yet, or there is more than one. */
	@Nullable Conpool<HttpConnection> poolIfMade() {
		String[] names = this.beanFactory.getBeanNamesForType(POOL, false, false);
		return Arrays.stream(names).allMatch(this.beanFactory::containsSingleton)
				? this.beanFactory.<Conpool<HttpConnection>>getBeanProvider(POOL).getIfUnique() : null;
	}

}
