package io.conpool.test.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.conpool.autoconfigure.H2ClientBuilderCustomizer;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.util.ClassUtils;

/**
 * Leaves out of {@link H2ClientTest @H2ClientTest} what the component scan finds and the
 * annotation does not name. Immutable.
 */
final class H2ClientTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<H2ClientTest> {

	private static final List<String> OPTIONAL_INCLUDES = List.of("tools.jackson.databind.JacksonModule",
			"org.springframework.boot.jackson.JacksonComponent");

	private static final Set<Class<?>> KNOWN_INCLUDES = knownIncludes();

	private final Set<Class<?>> components;

	/** Called by Spring Boot. */
	H2ClientTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = Set.of(getAnnotation().getClassArray("components"));
	}

	private static Set<Class<?>> knownIncludes() {
		ClassLoader classLoader = H2ClientTypeExcludeFilter.class.getClassLoader();
		Set<Class<?>> includes = new LinkedHashSet<>();
		includes.add(H2ClientBuilderCustomizer.class);
		for (String name : OPTIONAL_INCLUDES) {
			if (ClassUtils.isPresent(name, classLoader)) {
				includes.add(ClassUtils.resolveClassName(name, classLoader));
			}
		}
		return Set.copyOf(includes);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return KNOWN_INCLUDES;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.components;
	}

}
