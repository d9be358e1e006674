namespace Orleans.Runtime
{
    /// <summary>Something that can be called: a grain or a reference to one.</summary>
    public interface IAddressable
    {
    }
}

namespace Orleans
{
    /// <summary>Marks grain interfaces.</summary>
    public interface IGrain : Runtime.IAddressable
    {
    }

    /// <summary>Marks interfaces of grains whose key is text.</summary>
    public interface IGrainWithStringKey : IGrain
    {
    }
}
