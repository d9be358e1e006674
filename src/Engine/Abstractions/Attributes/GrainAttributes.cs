using Orleans.Runtime;

namespace Orleans
{
    /// <summary>Gives a grain class its stable name.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute : Attribute
    {
        private readonly GrainType _grainType;

        /// <summary>Creates the attribute.</summary>
        /// <param name="grainType">The stable name.</param>
        public GrainTypeAttribute(string grainType) => _grainType = GrainType.Create(grainType);

        /// <summary>Gives the grain type.</summary>
        /// <param name="services">Not used.</param>
        /// <param name="type">Not used.</param>
        /// <returns>The grain type.</returns>
        public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;

        internal GrainType GrainType => _grainType;
    }

    /// <summary>Subscribes every grain of the class to the stream that has its key and the given namespace.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public class ImplicitStreamSubscriptionAttribute : Attribute
    {
        /// <summary>Creates the attribute.</summary>
        /// <param name="streamNamespace">The stream namespace.</param>
        /// <param name="streamIdMapper">Makes grain keys of stream keys; the embedded engine knows only the same key and refuses others.</param>
        /// <exception cref="NotSupportedException">A mapper is named.</exception>
        public ImplicitStreamSubscriptionAttribute(string streamNamespace, string? streamIdMapper = null)
        {
            if (streamIdMapper is not null)
            {
                throw new NotSupportedException(
                    $"The embedded engine has no stream id mapper '{streamIdMapper}': a stream goes to the grain with its own key. Leave it out.");
            }

            StreamNamespace = streamNamespace.Trim();
        }

        internal string StreamNamespace { get; }
    }

    /// <summary>Keeps idle activations of the class from being collected.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class KeepAliveAttribute : Attribute;
}

namespace Orleans.Concurrency
{
    /// <summary>The method does not change the grain: it may run beside other read-only calls.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReadOnlyAttribute : Attribute;

    /// <summary>Calls to grains of the class may interleave at every await.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class ReentrantAttribute : Attribute;

    /// <summary>Calls of the method may interleave with every other call.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;

    /// <summary>The caller does not wait for the method and does not learn of its failure.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OneWayAttribute : Attribute;
}
